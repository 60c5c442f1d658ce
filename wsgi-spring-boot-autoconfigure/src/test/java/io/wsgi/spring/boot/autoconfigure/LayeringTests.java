/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.wsgi.spring.boot.autoconfigure;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/**
 * Keeps the dependencies between packages in one direction.
 *
 * @author wsgi-spring-boot contributors
 */
@AnalyzeClasses(packages = "io.wsgi.spring.boot", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTests {

	private static final String BASE = "io.wsgi.spring.boot";

	@ArchTest
	static final ArchRule packagesDependOnThoseBelowOnly = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("autoconfigure")
		.definedBy(BASE + ".autoconfigure..")
		.layer("checkpoint")
		.definedBy(BASE + ".checkpoint..")
		.layer("client")
		.definedBy(BASE + ".client..")
		.layer("bridge")
		.definedBy(BASE + ".bridge..")
		.layer("web")
		.definedBy(BASE + ".web..")
		.layer("actuate")
		.definedBy(BASE + ".actuate..")
		.layer("event")
		.definedBy(BASE + ".event..")
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("checkpoint")
		.mayOnlyBeAccessedByLayers("autoconfigure", "actuate")
		.whereLayer("client")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("bridge")
		.mayOnlyBeAccessedByLayers("autoconfigure", "client")
		.whereLayer("web")
		.mayOnlyBeAccessedByLayers("autoconfigure", "checkpoint", "client", "bridge")
		.whereLayer("actuate")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("event")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.ensureAllClassesAreContainedInArchitecture();

	@ArchTest
	static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching(BASE + ".(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule webAndBridgeKnowNoImplementationOfPython = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(BASE + ".web..", BASE + ".client..", BASE + ".bridge..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.graalvm..", "io.wsgi.graalpy..");

	@ArchTest
	static final ArchRule onlyActuateAndAutoConfigureKnowTheActuator = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(BASE + ".web..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("io.micrometer.core..", "org.springframework.boot.actuate..",
				"org.springframework.boot.health..");

	@ArchTest
	static final ArchRule onlyTheBridgeKnowsSpringSecurity = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages(BASE + ".bridge..", BASE + ".autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.security..");

}
