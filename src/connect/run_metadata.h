// What outputs say of the run that made them: digests of its specs and of its input, counts, the version.
//
// Text outputs carry it in a file beside them (NAME.meta.json), Parquet and Arrow in their own metadata, with
// the same names and texts.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headrace {

// XXH3-128 over bytes as they come: fast enough to go unnoticed beside reading, and what `xxh128sum` prints.
// It finds out whether two inputs are the same; it does not keep out somebody who wants them to look so.
class InputDigest {
 public:
  InputDigest();
  ~InputDigest();
  InputDigest(const InputDigest&) = delete;
  InputDigest& operator=(const InputDigest&) = delete;

  void add(std::string_view bytes);
  uint64_t bytes() const { return bytes_; }
  // Of what has come so far; more may come.
  std::array<unsigned char, 16> value() const;
  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  uint64_t bytes_ = 0;
};

// SHA-256 in hexadecimal, as `sha256sum` prints it.
std::string sha256_hex(std::string_view bytes);

class RunMetadata {
 public:
  explicit RunMetadata(std::string version) : version_(std::move(version)) {}

  // The bytes of the spec files; an empty one is none.
  void set_specs(std::string_view streaming, std::string_view window);
  // Everything read, in order, as it stood in the files (before decompression). Filled by the source while it
  // reads; one thread.
  InputDigest& input() { return input_; }
  void set_counts(uint64_t events, uint64_t skipped) { events_ = events, skipped_ = skipped; }

  struct Entry {
    std::string name;  // "headrace.version"
    std::string text;
    bool number = false;
  };
  // In a fixed order. Complete once all input has been read.
  std::vector<Entry> entries() const;
  // The same and the number of rows of the output that asks ("headrace.rows"), as a JSON object.
  std::string json(uint64_t rows) const;

 private:
  std::string version_;
  std::string streaming_sha256_, window_sha256_;
  InputDigest input_;
  uint64_t events_ = 0, skipped_ = 0;
};

}  // namespace headrace
