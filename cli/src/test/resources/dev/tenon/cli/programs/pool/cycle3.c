int cycle_a(void) { return 4; }
