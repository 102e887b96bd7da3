static int called;
__attribute__((constructor)) static void start(void) { called += 1; }
__attribute__((destructor)) static void end(void) { called -= 1; }
int ctor_works(void) { return called; }
