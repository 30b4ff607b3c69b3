"""The post: letters written with the change they tell of, and posted after it."""
