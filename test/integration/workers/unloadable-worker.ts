/** A worker whose file cannot be loaded, as in a broken installation. */
throw new Error('this worker cannot be loaded');

export {};
