#include <stdio.h>

int main(void) {
  puts("Hello, linked world!");
  return 0;
}
