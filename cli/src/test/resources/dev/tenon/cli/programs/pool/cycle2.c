int cycle_a(void); int cycle_b(void) { return cycle_a(); }
