using Grpc.Core;

namespace Streaming.Feed.Flight;

/// <summary>What gRPC calls the reasons for which a feed is not opened, or ends.</summary>
internal static class FlightStatus
{
    /// <summary>The status of a fault that is the client's or passes; null for others.</summary>
    public static Status? Of(Exception fault) => fault switch
    {
        BadInputException => new(StatusCode.InvalidArgument, fault.Message),
        UnknownTableException => new(StatusCode.NotFound, fault.Message),
        TableNotMadeException => new(StatusCode.Unavailable, fault.Message),
        TooManyStreamsException => new(StatusCode.ResourceExhausted, fault.Message),
        _ => null,
    };
}
