"""The meetings that ship are held again and compared with how they were held before."""
