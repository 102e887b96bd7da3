__thread int counted = 40;
static __thread int zeroed[300];
int tls_works(void) { zeroed[7] += 2; return counted + zeroed[7]; }
