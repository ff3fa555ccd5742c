#include <fmt/format.h>

#include "data/number_text.h"
#include "expr/bytecode.h"
#include "expr/compiler_impl.h"

namespace headrace::expr {
namespace {

struct OpInfo {
  const char* name;
  const char* operands;
};
constexpr OpInfo kOps[] = {
#define HEADRACE_OP(name, operands) {#name, operands},
    HEADRACE_OPCODES(HEADRACE_OP)
#undef HEADRACE_OP
};

std::string constant_text(const Value& v) {
  switch (v.kind()) {
    case Kind::kNone: return "None";
    case Kind::kBool: return v.as_bool() ? "True" : "False";
    case Kind::kInt: return v.is_heap() ? "<big int>" : std::to_string(v.as_int());
    case Kind::kStr: return fmt::format("'{}'", v.str());
    case Kind::kFloat: {
      std::string text;
      append_float(v.as_float(), &text);
      return text;
    }
    default: return fmt::format("<{}>", type_name(v));
  }
}

void disassemble_into(const Code& code, const std::string& indent, std::string* out) {
  for (size_t i = 0; i < code.instructions.size(); ++i) {
    const Instruction& in = code.instructions[i];
    const OpInfo& info = kOps[static_cast<int>(in.op)];
    out->append(fmt::format("{}{:<3} {}", indent, i, info.name));
    const uint16_t operands[] = {in.a, in.b, in.c};
    for (int k = 0; k < 3; ++k) {
      const uint16_t x = operands[k];
      switch (info.operands[k]) {
        case 'd':
        case 'r':
          if (x >= code.registers)
            out->append(" " + constant_text(code.constants[x - code.registers]));
          else
            out->append(fmt::format(" r{}", x));
          break;
        case 'i': out->append(fmt::format(" {}", x)); break;
        case 'j':
          out->append(fmt::format(" ->{}", static_cast<int64_t>(i) + 1 + static_cast<int16_t>(x)));
          break;
        default: break;
      }
    }
    if (in.op == Op::kGetAttr) out->append(fmt::format(" ({})", code.attributes[in.c].name.str()));
    if (in.op == Op::kCheckMethod) out->append(fmt::format(" ({})", code.attributes[in.b].name.str()));
    if (in.op == Op::kCallMethod) {
      out->append(fmt::format(" ({})", code.attributes[code.calls[in.c].attribute].name.str()));
    }
    out->append("\n");
  }
  for (size_t i = 0; i < code.functions.size(); ++i) {
    out->append(fmt::format("{}function {}:\n", indent, i));
    disassemble_into(*code.functions[i], indent + "  ", out);
  }
}

}  // namespace

const char* operand_pattern(Op op) { return kOps[static_cast<int>(op)].operands; }

std::string disassemble(const Code& code) {
  std::string out;
  disassemble_into(code, "", &out);
  return out;
}

}  // namespace headrace::expr
