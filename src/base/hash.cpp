#include "base/hash.h"

#include <sys/random.h>

namespace headrace {
namespace {

HashSecrets draw() {
  HashSecrets secrets{0x9e3779b97f4a7c15ull, 0xc2b2ae3d27d4eb4full};
  uint64_t drawn[2];
  if (getentropy(drawn, sizeof drawn) == 0) {
    secrets.a ^= drawn[0];
    secrets.b ^= drawn[1];
  }
  return secrets;
}

}  // namespace

// Before tables that are made as the program starts.
[[gnu::init_priority(101)]] const HashSecrets kHashSecrets = draw();

}  // namespace headrace
