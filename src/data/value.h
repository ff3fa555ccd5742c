// Value: what a Python expression computes with, in 16 bytes.
//
// Small things live inside: None, bool, int64, float, strings up to 14 bytes, dates, times, datetimes with
// the common time zones, timedeltas. Everything else is a pointer to a reference-counted object (object.h).
// Counts are not atomic: a value belongs to one thread at a time; objects marked immortal (constants of a
// compiled spec) may be read by many.
//
// Layout: byte 0 the kind, byte 1 the representation (bit 7: heap pointer), bytes 2..7 and 8..15 the payload.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/status.h"

namespace headrace {

enum class Kind : uint8_t {
  kNone,
  kBool,
  kInt,  // int64; or BigIntObj when is_heap()
  kFloat,
  kStr,  // WTF-8
  kBytes,
  kDate,
  kTime,
  kDateTime,
  kTimeDelta,
  kTimeZone,
  kTuple,
  kList,
  kDict,
  kSet,
  kRange,
  kFunction,  // builtin, bound method, lambda
  kType,      // int, str, datetime...
  kModule,
  kIterator,
  kObject,    // dict views, re.Match, slices...: a NativeObject with behaviour of its own
  kPyObject,  // an opaque object of the embedded CPython
};
inline constexpr int kKindCount = 22;

// A set of kinds, for type inference: bit i is Kind(i).
using KindSet = uint32_t;
constexpr KindSet kind_set(Kind k) { return KindSet{1} << static_cast<int>(k); }
inline constexpr KindSet kAnyKind = (KindSet{1} << kKindCount) - 1;

struct Obj;
void destroy(Obj* obj);

// Header of every heap object.
struct Obj {
  // What a container is beyond Python's own: the wrapped containers of fields (their methods ignore None and
  // give the container back), and the records that events are.
  enum class Flavor : uint8_t { kPlain, kField, kRecord, kFrozen };

  int32_t refs = 1;  // negative: immortal
  Kind kind;
  Flavor flavor = Flavor::kPlain;
  uint16_t flags = 0;

  explicit Obj(Kind k, Flavor f = Flavor::kPlain) : kind(k), flavor(f) {}
  void retain() {
    if (refs >= 0) ++refs;
  }
  void release() {
    if (refs >= 0 && --refs == 0) destroy(this);
  }
};
using Flavor = Obj::Flavor;

// The time-zone families that fit inside a datetime or time Value. Others are heap objects.
enum class Zone : uint8_t {
  kNaive,
  kFixed,     // datetime.timezone(timedelta(seconds=offset)); offset 0 is timezone.utc
  kTzUtc,     // dateutil.tz.tzutc()
  kTzOffset,  // dateutil.tz.tzoffset(None, offset)
  kTzLocal,   // dateutil.tz.tzlocal(), which is UTC here
};

class Value {
 public:
  static constexpr size_t kInlineStrMax = 14;

  Value() = default;
  Value(const Value& other) {
    std::memcpy(static_cast<void*>(this), &other, sizeof(Value));
    if (is_heap()) u_.obj->retain();
  }
  Value(Value&& other) noexcept {
    std::memcpy(static_cast<void*>(this), &other, sizeof(Value));
    other.forget();
  }
  Value& operator=(const Value& other) {
    if (other.is_heap()) other.u_.obj->retain();
    Obj* old = is_heap() ? u_.obj : nullptr;
    std::memcpy(static_cast<void*>(this), &other, sizeof(Value));
    if (old) old->release();
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    if (this == &other) return *this;
    Obj* old = is_heap() ? u_.obj : nullptr;
    std::memcpy(static_cast<void*>(this), &other, sizeof(Value));
    other.forget();
    if (old) old->release();
    return *this;
  }
  ~Value() {
    if (is_heap()) u_.obj->release();
  }

  // --- makers ---
  static Value boolean(bool b) { return Value(Kind::kBool, b ? 1 : 0); }
  static Value integer(int64_t i) { return Value(Kind::kInt, i); }
  static Value real(double d) {
    Value v(Kind::kFloat, 0);
    v.u_.d = d;
    return v;
  }
  // `text` must be WTF-8 (UTF-8 in which lone surrogates may stand as three bytes).
  static Value string(std::string_view text);
  // The same for who knows whether all of it is below 0x80.
  static Value string(std::string_view text, bool ascii) { return Value::text(Kind::kStr, text, ascii); }
  static Value bytes(std::string_view data);
  // Takes over one reference.
  static Value adopt(Obj* obj) {
    Value v(obj->kind, 0);
    v.rep_ = kHeapBit;
    v.u_.obj = obj;
    return v;
  }
  static Value share(Obj* obj) {
    obj->retain();
    return adopt(obj);
  }
  // Days since 1970-01-01.
  static Value date(int64_t days) { return Value(Kind::kDate, days); }
  // Wall-clock microseconds since 1970-01-01T00:00 in the datetime's own zone (kDateTime) or since midnight
  // (kTime).
  static Value datetime(int64_t wall_us, Zone zone, int32_t offset_s, bool fold = false) {
    return zoned(Kind::kDateTime, wall_us, zone, offset_s, fold);
  }
  static Value time(int64_t wall_us, Zone zone, int32_t offset_s, bool fold = false) {
    return zoned(Kind::kTime, wall_us, zone, offset_s, fold);
  }
  // Normalised as Python does: 0 <= us < 86'400'000'000, |days| <= 999'999'999.
  static Value timedelta(int32_t days, int64_t us) {
    Value v(Kind::kTimeDelta, us);
    v.aux_ = days;
    return v;
  }

  // --- tests ---
  Kind kind() const { return kind_; }
  KindSet kinds() const { return kind_set(kind_); }
  bool is_heap() const { return rep_ & kHeapBit; }
  bool is_none() const { return kind_ == Kind::kNone; }
  bool is_bool() const { return kind_ == Kind::kBool; }
  bool is_float() const { return kind_ == Kind::kFloat; }
  bool is_str() const { return kind_ == Kind::kStr; }
  bool is_small_int() const { return kind_ == Kind::kInt && !is_heap(); }
  bool is_big_int() const { return kind_ == Kind::kInt && is_heap(); }
  bool is_container() const { return kind_ >= Kind::kTuple && kind_ <= Kind::kSet; }

  // --- contents; the kind must match ---
  bool as_bool() const { return u_.i != 0; }
  int64_t as_int() const { return u_.i; }  // kBool too
  double as_float() const { return u_.d; }
  // Borrows: an inline string lives inside this Value.
  std::string_view str() const {
    return is_heap() ? heap_str() : std::string_view(inline_data(), rep_ & kInlineLenMask);
  }
  std::string_view bytes_view() const { return str(); }
  // True when every byte is below 0x80, so that bytes are code points.
  bool is_ascii() const { return is_heap() ? heap_is_ascii() : !(rep_ & kInlineNonAscii); }
  Obj* obj() const { return u_.obj; }
  template <typename T>
  T* as() const {
    return static_cast<T*>(u_.obj);
  }
  int64_t days() const { return u_.i; }        // kDate
  int32_t delta_days() const { return aux_; }  // kTimeDelta
  int64_t delta_us() const { return u_.i; }    // kTimeDelta
  // Inline kDateTime and kTime only; see datetime_object.h for the general accessors.
  int64_t wall_us() const { return u_.i; }
  Zone zone() const { return static_cast<Zone>(rep_ & kZoneMask); }
  bool fold() const { return rep_ & kFoldBit; }
  int32_t offset_s() const { return aux_; }

  // The same object or the same small value; `is` for None, True and False.
  bool identical(const Value& other) const { return std::memcmp(this, &other, sizeof(Value)) == 0; }

 private:
  static constexpr uint8_t kHeapBit = 0x80;
  static constexpr uint8_t kInlineLenMask = 0x0f;
  static constexpr uint8_t kInlineNonAscii = 0x10;
  static constexpr uint8_t kZoneMask = 0x0f;
  static constexpr uint8_t kFoldBit = 0x10;

  Value(Kind kind, int64_t i) : kind_(kind) { u_.i = i; }
  static Value zoned(Kind kind, int64_t wall_us, Zone zone, int32_t offset_s, bool fold) {
    Value v(kind, wall_us);
    v.rep_ = static_cast<uint8_t>(static_cast<uint8_t>(zone) | (fold ? kFoldBit : 0));
    v.aux_ = offset_s;
    return v;
  }
  void forget() {
    kind_ = Kind::kNone;
    rep_ = 0;
  }
  const char* inline_data() const { return reinterpret_cast<const char*>(this) + 2; }
  char* inline_data() { return reinterpret_cast<char*>(this) + 2; }
  std::string_view heap_str() const;
  bool heap_is_ascii() const;
  static Value text(Kind kind, std::string_view data, bool ascii) {
    if (data.size() > kInlineStrMax) return heap_text(kind, data, ascii);
    Value v(kind, 0);
    v.rep_ = static_cast<uint8_t>(data.size() | (ascii ? 0 : kInlineNonAscii));
    v.put_inline(data);
    return v;
  }
  static Value heap_text(Kind kind, std::string_view data, bool ascii);
  // Copies up to 14 bytes in one or two steps of a size that fits.
  void put_inline(std::string_view data) {
    const size_t n = data.size();
    if (n >= 8) {
      std::memcpy(inline_data(), data.data(), 8);
      std::memcpy(inline_data() + n - 8, data.data() + n - 8, 8);
    } else if (n >= 4) {
      std::memcpy(inline_data(), data.data(), 4);
      std::memcpy(inline_data() + n - 4, data.data() + n - 4, 4);
    } else if (n > 0) {
      inline_data()[0] = data[0];
      inline_data()[n / 2] = data[n / 2];
      inline_data()[n - 1] = data[n - 1];
    }
  }

  Kind kind_ = Kind::kNone;
  uint8_t rep_ = 0;
  [[maybe_unused]] uint16_t pad_ = 0;
  int32_t aux_ = 0;
  union {
    int64_t i;
    double d;
    Obj* obj;
  } u_ = {0};
};
static_assert(sizeof(Value) == 16);

}  // namespace headrace
