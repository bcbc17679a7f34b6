/** Setup file of a trial: a property that fails is not shrunk, because one failure is all we ask. */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
