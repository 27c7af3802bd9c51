#include <cstdio>

#include "vigie_version.hpp"

int main() { std::puts("vigie " VIGIE_VERSION); }
