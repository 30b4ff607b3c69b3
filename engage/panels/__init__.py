"""Panels of patients and public: how people join and leave, and how a panel compares with its community."""
