"""What runs beside the web: jobs by the clock, and long work in processes of its own."""
