"""Terms of reference: each version holds from the day it was agreed until the next."""
