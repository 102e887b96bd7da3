int lto_part(int); int lto_works(void) { return lto_part(20); }
