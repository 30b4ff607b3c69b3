"""What every source said in one quarter, drawn together for quality and safety."""
