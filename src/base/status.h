// Errors that reach the user: what is wrong, where, whose fault, and what to do about it.
//
// Expression errors (a missing key, a failed cast) are everyday values of the hot path and live in
// data/context.h; broken invariants abort (HEADRACE_CHECK).
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

namespace headrace {

// Whose fault an error is; decides the process's exit code.
enum class ErrorKind {
  kInput,    // the user's spec, events or configuration: exit 1
  kUsage,    // the command line: exit 2
  kOutside,  // disk, network, a missing library: exit 3
  kBug,      // ours: exit 70
};

inline int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInput: return 1;
    case ErrorKind::kUsage: return 2;
    case ErrorKind::kOutside: return 3;
    case ErrorKind::kBug: return 70;
  }
  return 70;
}

struct Error {
  ErrorKind kind = ErrorKind::kInput;
  std::string message;  // one sentence, no newline
  std::string place;    // "file:line:column", "file:line", a file or an address; may be empty
  std::string hint;     // what to do; may be empty
  bool retryable = false;
};

// Either a value or an Error. `if (!r) return r.error();`
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

struct Ok {};
using Status = Result<Ok>;

[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "headrace: internal error: %s does not hold at %s:%d\n", condition, file, line);
  std::abort();
}

// A broken invariant is a bug of ours: say which, and stop.
#define HEADRACE_CHECK(condition) \
  ((condition) ? void(0) : ::headrace::check_failed(#condition, __FILE__, __LINE__))

}  // namespace headrace
