/**
 * Says what of Tenon is active where, and what is wrong.
 *
 * <p>In: a {@link dev.tenon.pipeline.Request}, whose environment is the one that compilers would
 * have. Out: {@link dev.tenon.doctor.Finding}s, each from one {@link dev.tenon.doctor.Check}. A
 * check asks the tools themselves ({@code gcc -print-prog-name=ld}) and believes no record. It
 * changes nothing.
 */
@NullMarked
package dev.tenon.doctor;

import org.jspecify.annotations.NullMarked;
