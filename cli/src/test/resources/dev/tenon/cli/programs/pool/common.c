int tentative[4];
int small;
int common_works(void) { return tentative[2] + small + 5; }
