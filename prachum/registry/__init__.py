"""What exists around a meeting, outside its journal: accounts, meetings, people, what they have prepared."""
