namespace Streaming.Operators;

/// <summary>A device has no memory for so many items at once. The stage halves the call and goes on; an item that does not fit alone is buried.</summary>
public sealed class DeviceFullException(string message, Exception? inner = null) : Exception(message, inner);
