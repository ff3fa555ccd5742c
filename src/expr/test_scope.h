// For tests: a scope in which nothing is known but what is built in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expr/scope.h"

namespace headrace::expr::test {

class NoNames final : public Scope {
 public:
  Binding lookup(std::string_view) override { return {}; }
  std::vector<std::string> names() const override { return {}; }
};

}  // namespace headrace::expr::test
