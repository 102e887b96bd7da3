int whole_works(void) { return 1; } __attribute__((constructor)) static void whole_start(void) {}
