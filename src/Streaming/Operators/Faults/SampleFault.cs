namespace Streaming.Operators;

/// <summary>Tells a fault of one sample, which is buried, from a fault of the run, which stops it.</summary>
public static class SampleFault
{
    /// <summary>True for exceptions that speak of the sample; false for cancellation, exhausted memory and failing disks.</summary>
    public static bool Is(Exception fault) => fault is not (OperationCanceledException or OutOfMemoryException or InsufficientExecutionStackException or IOException);
}
