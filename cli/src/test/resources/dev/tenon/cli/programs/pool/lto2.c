int lto_part(int x) { int s = 0; for (int i = 0; i < x; i++) s += i; return s; }
