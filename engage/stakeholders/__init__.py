"""Who we involve: organisations, people and the posts they hold, what they agreed to, and when we were last in touch."""
