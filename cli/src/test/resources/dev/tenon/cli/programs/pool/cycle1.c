int cycle_b(void); int cycle_works(void) { return cycle_b(); }
