// Walks what has operator[] and size(): container[0], container[1]...
#pragma once

#include <cstddef>

namespace headrace {

template <typename Container>
class IndexIterator {
 public:
  IndexIterator(const Container& container, size_t at) : container_(&container), at_(at) {}
  decltype(auto) operator*() const { return (*container_)[at_]; }
  IndexIterator& operator++() {
    ++at_;
    return *this;
  }
  bool operator==(const IndexIterator&) const = default;

 private:
  const Container* container_;
  size_t at_;
};

}  // namespace headrace
