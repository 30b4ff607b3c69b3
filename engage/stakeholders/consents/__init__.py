"""What people agreed to and took back, contacts made, and who may be written to."""
