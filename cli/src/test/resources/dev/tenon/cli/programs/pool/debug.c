struct point { int x, y; const char *name; };
static struct point origin = {1, 2, "origin"};
static int length(const struct point *p) { int sum = 0; for (int i = 0; i < p->x; i++) sum += p->y; return sum; }
int debug_works(void) { return length(&origin); }
