int ctor_works(void) { return 99; } int merge_works(void) { return 98; }
