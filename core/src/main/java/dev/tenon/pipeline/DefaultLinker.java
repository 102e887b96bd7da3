package dev.tenon.pipeline;

import dev.tenon.binder.Toolchains;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The linker that a plain link gets when its caller asks for none. */
public record DefaultLinker(String name, String reason) {
  /** Null if the one that the environment insists on is not installed. */
  public static @Nullable DefaultLinker of(Request request) {
    Request plain = request.withName("ld").withWords(List.of("a.o", "-o", "a"));
    var tools = new Toolchains(request.state(), request.environment());
    Engines.Choice choice = new Engines(tools, plain).choose(PlanLink.ofWords(plain));
    return choice == null
        ? null
        : new DefaultLinker(
            choice.linker().family() + " " + choice.linker().version(), choice.reason());
  }
}
