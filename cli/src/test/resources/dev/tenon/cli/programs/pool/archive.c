int archive_works(void) { return 1; }
int printf(const char *, ...);
