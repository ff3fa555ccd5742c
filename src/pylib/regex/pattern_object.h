// re.Pattern as a value, and the compiling of patterns through a cache of the thread.
#pragma once

#include <memory>
#include <string>

#include "pylib/api.h"
#include "pylib/regex/program.h"

namespace headrace::pylib {

// Immutable; may be read by many threads once it is immortal.
class PatternObject final : public NativeObject {
 public:
  PatternObject(std::string pattern, std::shared_ptr<const regex::Program> program)
      : NativeObject(Kind::kObject), pattern_(std::move(pattern)), program_(std::move(program)) {}

  const std::string& pattern() const { return pattern_; }
  const regex::Program& program() const { return *program_; }
  bool is_text() const { return program_->is_text; }
  size_t bytes() const { return pattern_.size() + program_->bytes(); }
  // str or bytes of this pattern's sort.
  Value text_value(std::string_view text) const {
    return is_text() ? Value::string(text) : Value::bytes(text);
  }
  Value pattern_value() const { return text_value(pattern_); }

  std::string_view type_name() const override { return "Pattern"; }
  bool repr(Context& cx, std::string* out) const override;
  bool get_attribute(Context& cx, std::string_view name, Value* out) const override;
  uint64_t hash() const override;
  bool equals(const Value& other) const override;

 private:
  std::string pattern_;
  std::shared_ptr<const regex::Program> program_;
};

// Null if the value is none.
const PatternObject* as_pattern(const Value& value);

// What re.compile does: str, bytes or a pattern, and flags or null. *out is a PatternObject.
bool compile_pattern(Context& cx, const Value& pattern, const Value* flags, Value* out);
// re.purge
void forget_patterns();

// Raises what CPython raises for this error in this pattern or replacement.
bool fail_with_regex_error(Context& cx, const regex::CompileError& error, const Value& source);

Value pattern_type();

}  // namespace headrace::pylib
