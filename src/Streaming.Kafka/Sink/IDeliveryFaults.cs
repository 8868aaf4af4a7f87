namespace Streaming.Kafka.Sink;

/// <summary>Where tests break a delivery.</summary>
internal interface IDeliveryFaults
{
    /// <summary>Called at each step of a transaction; what it throws is what the step throws.</summary>
    void At(DeliveryStep step, long version);
}

/// <summary>The steps of a transaction.</summary>
internal enum DeliveryStep
{
    /// <summary>Nothing was sent.</summary>
    Begun,

    /// <summary>The messages are on their way.</summary>
    Produced,

    /// <summary>The marker is moved, within the transaction.</summary>
    Marked,

    /// <summary>The transaction is committed.</summary>
    Committed,
}
