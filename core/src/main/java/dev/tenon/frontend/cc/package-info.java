/**
 * The words of a compiler driver become a plan.
 *
 * <p>In: words as they are given to gcc or clang. Out: whether the line links at all and, if it
 * does, a {@link dev.tenon.model.LinkPlan} whose start-up objects and default libraries are the
 * driver's business: its own options stand in it as {@code cc.ID}, what goes on to the linker as
 * the linker's options, and an {@link dev.tenon.model.Item.Implicit} says which state the driver's
 * own libraries find.
 */
@NullMarked
package dev.tenon.frontend.cc;

import org.jspecify.annotations.NullMarked;
