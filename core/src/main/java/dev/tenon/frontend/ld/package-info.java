/**
 * The words of a GNU-like linker become a plan.
 *
 * <p>In: words as gcc, clang, rustc or a person gives them to {@code ld}, response files already
 * opened. Out: a {@link dev.tenon.model.LinkPlan} in which every known option stands by its meaning
 * and every input carries the state that position-dependent options gave it.
 *
 * <pre>
 * LdFrontend.read(List.of("-o", "x", "--as-needed", "-lz", "a.o"), Family.BFD)
 *   // outputs [primary &lt;cwd&gt;/x], items [library z asNeeded, input &lt;cwd&gt;/a.o asNeeded]
 * </pre>
 */
@NullMarked
package dev.tenon.frontend.ld;

import org.jspecify.annotations.NullMarked;
