#include <stdio.h>

#include "counter.h"

int main(void) {
  counter_next();
  printf("%d\n", counter_next());
  return 0;
}
