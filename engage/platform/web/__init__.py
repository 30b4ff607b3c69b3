"""How people see and send: the guard, forms, lists and pages."""
