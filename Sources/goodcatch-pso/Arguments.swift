public import AggregatorStore
public import ArgumentParser
public import IncidentReports

// How the domain's own types are read from the command line.

extension PracticeCode: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension CalendarDate: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension Filing: ExpressibleByArgument {}

extension Disclosure.Basis: ExpressibleByArgument {}
