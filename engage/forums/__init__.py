"""The participation framework: its forums, their members, meetings, decisions and what members changed."""
