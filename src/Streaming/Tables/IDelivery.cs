namespace Streaming.Tables;

/// <summary>
/// Carries what an epoch staged on to where its readers are (a topic), after the primary table's commit has decided: the files of an output that is no table
/// (protocol rule 8). Everyone who rolls forward delivers, so it must tell what was delivered before, by whomever.
/// </summary>
public interface IDelivery : IAsyncDisposable
{
    /// <summary>Connects. May be called again, to look anew at what was delivered.</summary>
    /// <returns>The version of the primary table up to which all was delivered; −1 where that is not known.</returns>
    /// <exception cref="Operators.BadInputException">The receiver cannot be reached or refuses.</exception>
    ValueTask<long> OpenAsync(DeliveryContext context, CancellationToken abort);

    /// <summary>Delivers the files of a version, whole or not at all, unless that was done already. Versions come in ascending order.</summary>
    /// <param name="version">The version of the primary table.</param>
    /// <param name="files">Paths in the output's store, in order. Whoever delivered them deletes them.</param>
    /// <param name="abort">Stops; the version is then delivered at the next start.</param>
    ValueTask DeliverAsync(long version, IReadOnlyList<string> files, CancellationToken abort);
}

/// <summary>What a delivery is about.</summary>
/// <param name="Pipeline">The pipeline's name.</param>
/// <param name="Output">The sink's name in the topology.</param>
/// <param name="TableId">The primary table's id: versions count within it.</param>
/// <param name="Store">Where the staged files lie.</param>
public sealed record DeliveryContext(string Pipeline, string Output, string TableId, IObjectStore Store);
