#include "plan/expressions.h"

#include <algorithm>

namespace headrace {
namespace {

// "unknown name 'x'; did you mean 'y'?" -> message and hint.
void split_hint(const std::string& text, std::string* message, std::string* hint) {
  const size_t at = text.find("; did you mean");
  *message = text.substr(0, at);
  if (at != text.npos) *hint = text.substr(at + 2);
}

std::string_view error_code(std::string_view message) {
  if (message.starts_with("unknown name")) return "unknown-name";
  if (message.find(" has no field '") != message.npos) return "unknown-field";
  return "bad-expression";
}

}  // namespace

std::unique_ptr<expr::Program> compile_expression(const ExprSource& source, expr::Scope& scope,
                                                  Diagnostics& diagnostics) {
  expr::SyntaxError error;
  std::unique_ptr<expr::Program> program = expr::compile(source.text, scope, &error);
  if (!program) {
    std::string message, hint;
    split_hint(error.message, &message, &hint);
    diagnostics
        .error(error_code(message),
               source.locate(error.begin, std::min<size_t>(error.end, source.text.size())), message)
        .about(source.owner)
        .advise(hint);
    return nullptr;
  }
  for (const expr::Notice& n : program->notices) {
    diagnostics.note(n.code, source.locate(n.begin, n.end), n.message).about(source.owner);
  }
  return program;
}

KindSet slot_kinds(FieldType type) {
  switch (type) {
    case FieldType::kInteger: return kind_set(Kind::kInt) | kind_set(Kind::kBool);
    case FieldType::kBoolean: return kind_set(Kind::kBool);
    case FieldType::kString: return kind_set(Kind::kStr);
    case FieldType::kFloat: return kind_set(Kind::kFloat);
    case FieldType::kDatetime: return kind_set(Kind::kDateTime) | kind_set(Kind::kNone);
    case FieldType::kMap: return kind_set(Kind::kDict);
    case FieldType::kList: return kind_set(Kind::kList);
    case FieldType::kSet: return kind_set(Kind::kSet);
  }
  return kAnyKind;
}

}  // namespace headrace
