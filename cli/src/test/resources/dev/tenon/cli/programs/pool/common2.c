int tentative[400];
int small = 3;
