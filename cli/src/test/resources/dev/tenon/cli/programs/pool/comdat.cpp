#include "shared.hpp"
extern "C" int comdat_works() { return Counted<int>::next() + Counted<char>::next() + other(); }
