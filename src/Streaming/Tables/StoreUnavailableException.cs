namespace Streaming.Tables;

/// <summary>A store did not answer, or not with what was asked for, though it was asked again: the fault is the store's or the network's, and never the object's.</summary>
/// <remarks>After it nobody knows whether a put or a deletion took place.</remarks>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : IOException(message, cause);
