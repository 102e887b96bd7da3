/**
 * A bound plan becomes command lines, one class per linker family.
 *
 * <p>In: a {@link dev.tenon.model.Binding}. Out: a {@link dev.tenon.model.Recipe}. Pure: what is
 * asked of the world was asked by the binder. Options are spelt from the option table by their
 * meaning; how the caller wrote them is not looked at.
 */
@NullMarked
package dev.tenon.dialect;

import org.jspecify.annotations.NullMarked;
