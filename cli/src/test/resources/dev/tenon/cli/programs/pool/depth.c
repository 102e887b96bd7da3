int depth_works(void) { return 7; }
