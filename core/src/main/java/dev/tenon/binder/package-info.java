/**
 * A plan meets the world: which files its requests find, which places were looked at in vain, which
 * files they name in turn, and which tools there are.
 *
 * <p>In flow a {@link dev.tenon.model.LinkPlan}, the {@link dev.tenon.model.Toolchain} and a {@link
 * dev.tenon.binder.World} that answers every question; out flows a {@link dev.tenon.model.Binding}.
 * The rules of search are those of the linker in use, learnt by watching its system calls; {@link
 * dev.tenon.binder.Manner} lists them. {@code dev.tenon.binder.observe} says what the linker itself
 * can tell of what it read.
 *
 * <pre>{@code
 * Binding binding = Binder.bind(plan, toolchain, Map.of("cwd", "/src"), world);
 * binding.reads();    // [input a.o CONTENT, -lz lib/libz.so ABSENCE, -lz lib/libz.a CONTENT]
 * binding.troubles(); // [T0201 b.o]
 * }</pre>
 */
@NullMarked
package dev.tenon.binder;

import org.jspecify.annotations.NullMarked;
