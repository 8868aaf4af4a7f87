namespace Streaming.Runtime;

/// <summary>A place of the graph that takes flows and passes them on. Nodes complete from the sources to the sinks.</summary>
internal interface INode
{
    /// <summary>For diagnosis: the node's name.</summary>
    string Name { get; }

    /// <summary>Ends when everything that was sent was passed on, after the input was completed.</summary>
    Task Completion { get; }

    /// <summary>Flows waiting in it.</summary>
    int Waiting { get; }
}
