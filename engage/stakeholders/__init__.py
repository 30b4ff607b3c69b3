"""Who we involve: organisations, people and their posts, what they agreed to, when we were last in touch."""
