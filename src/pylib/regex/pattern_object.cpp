#include "pylib/regex/pattern_object.h"

#include <cstdio>
#include <deque>
#include <unordered_map>

#include "base/hash.h"
#include "base/unicode.h"
#include "pylib/errors.h"
#include "pylib/regex/pattern_operations.h"
#include "pylib/type.h"

namespace headrace::pylib {
namespace {

// --- the cache

struct CacheKey {
  std::string_view pattern;  // of the cached PatternObject
  uint32_t flags;
  bool is_text;

  bool operator==(const CacheKey&) const = default;
};

struct CacheKeyHash {
  size_t operator()(const CacheKey& key) const {
    return hash_mix(hash_bytes(key.pattern) ^ (uint64_t{key.flags} << 1 | (key.is_text ? 1 : 0)));
  }
};

class PatternCache {
 public:
  const Value* find(const CacheKey& key) const {
    const auto found = patterns_.find(key);
    return found == patterns_.end() ? nullptr : &found->second;
  }

  void insert(uint32_t flags, const Value& pattern) {
    const auto& object = *pattern.as<PatternObject>();
    const size_t bytes = object.bytes();
    if (bytes > kBytesMax) return;
    while (order_.size() >= kSizeMax || bytes_ + bytes > kBytesMax) drop_oldest();
    order_.push_back({object.pattern(), flags, object.is_text()});
    patterns_.emplace(order_.back(), pattern);
    bytes_ += bytes;
  }

  void clear() {
    patterns_.clear();
    order_.clear();
    bytes_ = 0;
  }

 private:
  static constexpr size_t kSizeMax = 512;
  static constexpr size_t kBytesMax = 32 << 20;

  void drop_oldest() {
    const auto oldest = patterns_.find(order_.front());
    bytes_ -= oldest->second.as<PatternObject>()->bytes();
    patterns_.erase(oldest);
    order_.pop_front();
  }

  std::unordered_map<CacheKey, Value, CacheKeyHash> patterns_;
  std::deque<CacheKey> order_;  // oldest first
  size_t bytes_ = 0;
};

thread_local PatternCache pattern_cache;

// --- attributes and methods

const PatternObject& self_of(const Value& self) { return *self.as<PatternObject>(); }

constexpr const char* kStringPosEndpos[] = {"string", "pos", "endpos"};

// (string, pos=0, endpos=sys.maxsize)
bool bind_string(Context& cx, const char* function, const Args& args, const Value** string, Bounds* bounds) {
  const Value* slots[3];
  if (!bind(cx, Signature{.function = function, .names = kStringPosEndpos, .required = 1}, args, slots))
    return false;
  *string = slots[0];
  return (!slots[1] || to_index(cx, *slots[1], &bounds->begin)) &&
         (!slots[2] || to_index(cx, *slots[2], &bounds->end));
}

template <MatchMode mode>
bool match_method(Context& cx, const Value& self, const Args& args, Value* out) {
  constexpr const char* kNames[] = {"match", "fullmatch", "search"};
  const Value* string;
  Bounds bounds;
  if (!bind_string(cx, kNames[static_cast<int>(mode)], args, &string, &bounds)) return false;
  return match_once(cx, self, *string, bounds, mode, out);
}

bool findall_method(Context& cx, const Value& self, const Args& args, Value* out) {
  const Value* string;
  Bounds bounds;
  return bind_string(cx, "findall", args, &string, &bounds) && find_all(cx, self, *string, bounds, out);
}

bool finditer_method(Context& cx, const Value& self, const Args& args, Value* out) {
  const Value* string;
  Bounds bounds;
  return bind_string(cx, "finditer", args, &string, &bounds) && find_iter(cx, self, *string, bounds, out);
}

bool split_method(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"string", "maxsplit"};
  const Value* slots[2];
  int64_t splits_max = 0;
  if (!bind(cx, Signature{.function = "split", .names = kNames, .required = 1}, args, slots)) return false;
  if (slots[1] && !to_index(cx, *slots[1], &splits_max)) return false;
  return split_string(cx, self, *slots[0], splits_max, out);
}

template <bool with_count>
bool sub_method(Context& cx, const Value& self, const Args& args, Value* out) {
  static constexpr const char* kNames[] = {"repl", "string", "count"};
  const Value* slots[3];
  int64_t count_max = 0;
  const Signature signature{.function = with_count ? "subn" : "sub", .names = kNames, .required = 2};
  if (!bind(cx, signature, args, slots)) return false;
  if (slots[2] && !to_index(cx, *slots[2], &count_max)) return false;
  return substitute(cx, self, *slots[0], *slots[1], count_max, with_count, out);
}

constexpr KindSet kText = kind_set(Kind::kStr) | kind_set(Kind::kBytes);
constexpr KindSet kMatchOrNone = kind_set(Kind::kObject) | kind_set(Kind::kNone);

constexpr MethodDef kMethods[] = {
    {"findall", findall_method, kind_set(Kind::kList)},
    {"finditer", finditer_method, kind_set(Kind::kIterator)},
    {"fullmatch", match_method<MatchMode::kFullMatch>, kMatchOrNone},
    {"match", match_method<MatchMode::kMatch>, kMatchOrNone},
    {"search", match_method<MatchMode::kSearch>, kMatchOrNone},
    {"split", split_method, kind_set(Kind::kList)},
    {"sub", sub_method<false>, kText},
    {"subn", sub_method<true>, kind_set(Kind::kTuple)},
};

bool get_flags(Context&, const Value& self, Value* out) {
  *out = Value::integer(self_of(self).program().flags);
  return true;
}

bool get_groupindex(Context&, const Value& self, Value* out) {
  auto* dict = new DictObj();
  *out = Value::adopt(dict);
  for (const auto& [name, group] : self_of(self).program().group_names) {
    bool inserted;
    dict->table.find_or_insert(Value::string(name), &inserted)->value = Value::integer(group);
  }
  return true;
}

bool get_groups(Context&, const Value& self, Value* out) {
  *out = Value::integer(self_of(self).program().group_count);
  return true;
}

bool get_pattern(Context&, const Value& self, Value* out) {
  *out = self_of(self).pattern_value();
  return true;
}

constexpr AttributeDef kAttributes[] = {
    {"flags", get_flags, kind_set(Kind::kInt)},
    {"groupindex", get_groupindex, kind_set(Kind::kDict)},
    {"groups", get_groups, kind_set(Kind::kInt)},
    {"pattern", get_pattern, kText},
};

constexpr TypeDef kPatternType = {"Pattern", kMethods, kAttributes};

// The flags of a call as bits: False after an error. Bits beyond 32 do not fit (*fits).
bool flags_of(Context& cx, const Value& flags, uint32_t* bits, bool* fits) {
  if (flags.kind() != Kind::kInt && flags.kind() != Kind::kBool) {
    return fail_with(cx, Exc::kTypeError,
                     {"unsupported operand type(s) for &: '", type_name(flags), "' and 'RegexFlag'"});
  }
  const int64_t value = flags.is_heap() ? 0 : flags.as_int();
  *bits = static_cast<uint32_t>(value);
  *fits = !flags.is_heap() && value >= INT32_MIN && value <= INT32_MAX;
  return true;
}

std::string truncated(std::string text, size_t points_max) {
  text.resize(unicode::byte_offset(text, points_max));
  return text;
}

}  // namespace

const PatternObject* as_pattern(const Value& value) {
  if (value.kind() != Kind::kObject) return nullptr;
  return dynamic_cast<const PatternObject*>(value.as<NativeObject>());
}

bool compile_pattern(Context& cx, const Value& pattern, const Value* flags, Value* out) {
  if (as_pattern(pattern)) {
    bool has_flags = false;
    if (flags && !truthy(cx, *flags, &has_flags)) return false;
    if (has_flags) {
      return cx.fail(Exc::kValueError, "cannot process flags argument with a compiled pattern");
    }
    *out = pattern;
    return true;
  }
  for (const Value* part : {&pattern, flags}) {
    if (!part) continue;
    if (const std::string_view type = unhashable_type(*part); !type.empty()) {
      return fail_with(cx, Exc::kTypeError, {"unhashable type: '", type, "'"});
    }
  }
  if (pattern.kind() != Kind::kStr && pattern.kind() != Kind::kBytes) {
    return cx.fail(Exc::kTypeError, "first argument must be string or compiled pattern");
  }
  uint32_t bits = 0;
  bool fits = true;
  if (flags && !flags_of(cx, *flags, &bits, &fits)) return false;
  const bool is_text = pattern.kind() == Kind::kStr;
  const CacheKey key{pattern.str(), bits, is_text};
  if (const Value* known = fits ? pattern_cache.find(key) : nullptr) {
    *out = *known;
    return true;
  }
  if (!cx.charge(1000 + 50 * pattern.str().size())) return false;
  regex::CompileError error;
  auto program = regex::compile(pattern.str(), is_text, bits, &error);
  if (!program) return fail_with_regex_error(cx, error, pattern);
  if (!fits) return cx.fail(Exc::kOverflowError, "Python int too large to convert to C int");
  if (!cx.charge_bytes(program->bytes())) return false;
  *out = Value::adopt(new PatternObject(std::string(pattern.str()), std::move(program)));
  pattern_cache.insert(bits, *out);
  return true;
}

void forget_patterns() { pattern_cache.clear(); }

bool fail_with_regex_error(Context& cx, const regex::CompileError& error, const Value& source) {
  using Kind = regex::CompileError::Kind;
  switch (error.kind) {
    case Kind::kPattern: {
      std::u32string characters;
      if (source.is_str()) {
        characters = unicode::decode_all(source.str());
      } else {
        for (const char byte : source.str()) characters.push_back(static_cast<uint8_t>(byte));
      }
      return cx.fail_text(Exc::kRegexError, regex::error_text(error, characters));
    }
    case Kind::kValue: return cx.fail_text(Exc::kValueError, error.message);
    case Kind::kOverflow: return cx.fail_text(Exc::kOverflowError, error.message);
    case Kind::kRecursion: return cx.fail_text(Exc::kRecursionError, error.message);
    case Kind::kIndex: return cx.fail_text(Exc::kIndexError, error.message);
  }
  return false;
}

bool PatternObject::repr(Context& cx, std::string* out) const {
  static constexpr std::pair<uint32_t, const char*> kNames[] = {
      {regex::kFlagTemplate, "re.TEMPLATE"}, {regex::kFlagIgnoreCase, "re.IGNORECASE"},
      {regex::kFlagLocale, "re.LOCALE"},     {regex::kFlagMultiLine, "re.MULTILINE"},
      {regex::kFlagDotAll, "re.DOTALL"},     {regex::kFlagUnicode, "re.UNICODE"},
      {regex::kFlagVerbose, "re.VERBOSE"},   {regex::kFlagDebug, "re.DEBUG"},
      {regex::kFlagAscii, "re.ASCII"},
  };
  std::string pattern;
  if (!append_repr(cx, pattern_value(), &pattern)) return false;
  uint32_t flags = program_->flags;
  if (is_text() && (flags & regex::kTypeFlags) == regex::kFlagUnicode)
    flags &= ~uint32_t{regex::kFlagUnicode};
  std::string names;
  for (const auto& [bit, name] : kNames) {
    if ((flags & bit) == 0) continue;
    names += (names.empty() ? "" : "|") + std::string(name);
    flags &= ~bit;
  }
  if (flags != 0) {
    char rest[16];
    std::snprintf(rest, sizeof rest, "0x%x", flags);
    names += (names.empty() ? "" : "|") + std::string(rest);
  }
  *out += "re.compile(" + truncated(std::move(pattern), 200) + (names.empty() ? "" : ", " + names) + ")";
  return true;
}

bool PatternObject::get_attribute(Context& cx, std::string_view name, Value* out) const {
  const Value self = Value::share(const_cast<PatternObject*>(this));
  if (const MethodDef* method = find_method(kPatternType, name)) {
    *out = bound_method(self, *method);
    return true;
  }
  if (const AttributeDef* attribute = find_attribute(kPatternType, name)) return attribute->fn(cx, self, out);
  return fail_with(cx, Exc::kAttributeError, {"'re.Pattern' object has no attribute '", name, "'"});
}

uint64_t PatternObject::hash() const { return hash_mix(hash_bytes(pattern_) ^ program_->flags); }

bool PatternObject::equals(const Value& other) const {
  const PatternObject* pattern = as_pattern(other);
  return pattern && pattern->is_text() == is_text() && pattern->program_->flags == program_->flags &&
         pattern->pattern_ == pattern_;
}

Value pattern_type() {
  static const Value type =
      make_type({.name = "Pattern",
                 .qualified_name = "re.Pattern",
                 .is_instance = [](const Value& value) { return as_pattern(value) != nullptr; },
                 .instances = &kPatternType});
  return type;
}

}  // namespace headrace::pylib
